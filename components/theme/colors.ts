import type { MantineColorsTuple } from "@mantine/core";

/** The sea: actions, links, what is under way and what is done. */
export const tide: MantineColorsTuple = [
  "#e6f7f8",
  "#d0ebee",
  "#a3d7dc",
  "#73c2ca",
  "#4bb0bb",
  "#2fa4b1",
  "#17939f",
  "#087f8c",
  "#006d78",
  "#005862",
];

/** What stands out: the mark, counts that want a look, the chosen few. */
export const coral: MantineColorsTuple = [
  "#fff0ec",
  "#ffe0d8",
  "#fcbfb0",
  "#f79b84",
  "#f37b5f",
  "#f16a4a",
  "#e9583a",
  "#cf4527",
  "#b33a20",
  "#962e17",
];
