import { readFileSync } from "node:fs";
import { z } from "zod";

const contentSchema = z.object({
  id: z.string(),
  caption: z.string(),
  hashtags: z.array(z.string()),
  views: z.int(),
  likes: z.int(),
  comments: z.int(),
  shares: z.int(),
  /** Unix seconds. */
  posted_at: z.int(),
  duration_s: z.int(),
});
export type Content = z.output<typeof contentSchema>;

/** Without the labels of the data file: what is not here cannot be served. */
const creatorSchema = z.object({
  id: z.string(),
  handle: z.string(),
  name: z.string(),
  bio: z.string(),
  links: z.array(z.string()),
  language: z.string(),
  country: z.string().nullable(),
  verified: z.boolean(),
  followers: z.int(),
  following: z.int(),
  likes: z.int(),
  posts: z.int(),
  contents: z.array(contentSchema),
});
export type Creator = z.output<typeof creatorSchema>;

/** @throws ZodError when a line of the data file is not a creator. */
export function readCorpus(file: string): Creator[] {
  return readFileSync(new URL(`./data/${file}`, import.meta.url), "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => creatorSchema.parse(JSON.parse(line)));
}
