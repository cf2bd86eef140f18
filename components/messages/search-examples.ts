export const searchExamples = {
  title: "Start from an example",
  again: "Ideas",
  hint: "It fills the form; nothing is searched until you say so.",
  /** Platforms that are not there are left out. */
  all: [
    {
      niche: "Beauty and skincare",
      keywords: ["makeup", "skincare", "hair"],
      platforms: ["tiktok", "instagram"],
    },
    {
      niche: "Fitness and yoga",
      keywords: ["fitness", "yoga", "home workout"],
      platforms: ["instagram", "youtube"],
    },
    {
      niche: "Food and meal prep",
      keywords: ["meal prep", "baking", "vegan"],
      platforms: ["tiktok", "youtube"],
    },
    {
      niche: "Travel",
      keywords: ["travel", "vanlife", "street food"],
      platforms: ["instagram", "tiktok", "youtube"],
    },
    { niche: "Books", keywords: ["booktok", "books"], platforms: ["tiktok"] },
    { niche: "Gaming and tech", keywords: ["gaming", "minecraft", "tech"], platforms: ["youtube"] },
  ],
} as const;
