import type { ComponentType } from "react";
import { results as resultsWords } from "../../messages/results.ts";
import type { RunRow } from "../run-rows.ts";
import type { SortKey } from "./choice.ts";
import {
  AgeCell,
  CreatorCell,
  EmailCell,
  LastPostCell,
  MatchedCell,
  PlaceCell,
  PlatformCell,
} from "./column-cells.tsx";
import { EngagementCell, FollowersCell, PositionCell, ViewsCell } from "./number-cells.tsx";

const { columns: names } = resultsWords;

export type ColumnId = Exclude<keyof typeof names, "select">;

export interface Column {
  id: ColumnId;
  name: string;
  /** In px, for both row heights: nothing moves as values arrive. */
  width: number;
  isNumber?: boolean;
  /** Absent where it makes no sense to sort by it. */
  sortKey?: SortKey;
  /** Shown from the start. */
  isShown: boolean;
  Cell: ComponentType<{ row: RunRow }>;
}

export const COLUMNS: readonly Column[] = [
  { id: "position", name: names.position, width: 56, isNumber: true, isShown: false, Cell: PositionCell },
  { id: "creator", name: names.creator, width: 220, sortKey: "creator", isShown: true, Cell: CreatorCell },
  {
    id: "platform",
    name: names.platform,
    width: 104,
    sortKey: "platform",
    isShown: true,
    Cell: PlatformCell,
  },
  {
    id: "followers",
    name: names.followers,
    width: 116,
    isNumber: true,
    sortKey: "followers",
    isShown: true,
    Cell: FollowersCell,
  },
  {
    id: "engagement",
    name: names.engagement,
    width: 120,
    isNumber: true,
    sortKey: "engagement",
    isShown: true,
    Cell: EngagementCell,
  },
  {
    id: "views",
    name: names.views,
    width: 128,
    isNumber: true,
    sortKey: "views",
    isShown: true,
    Cell: ViewsCell,
  },
  { id: "matched", name: names.matched, width: 160, sortKey: "matched", isShown: true, Cell: MatchedCell },
  { id: "email", name: names.email, width: 270, sortKey: "email", isShown: true, Cell: EmailCell },
  { id: "place", name: names.place, width: 160, sortKey: "country", isShown: true, Cell: PlaceCell },
  {
    id: "lastPost",
    name: names.lastPost,
    width: 120,
    sortKey: "lastPost",
    isShown: true,
    Cell: LastPostCell,
  },
  { id: "age", name: names.age, width: 130, sortKey: "age", isShown: true, Cell: AgeCell },
];

export const COLUMN_IDS: readonly ColumnId[] = COLUMNS.map(({ id }) => id);

const byId = new Map(COLUMNS.map((column) => [column.id, column]));

/** @throws Error for an id that is none */
export function columnOf(id: string): Column {
  const column = byId.get(id as ColumnId);
  if (!column) throw new Error(`no such column: ${id}`);
  return column;
}
