/** Words for which the sample data has some dozens of posts each: their pages end before the plan's targets. */
export const KEYWORDS = {
  tiktok: (
    "xbox cosmetic yoga lipstick treino kitchen ootd study invest maquiagem lashes streetwear bakery minecraft cocina " +
    "receitas belleza valorant language software cook laugh tennis maquill crypto facts bodybuild money chef roblox " +
    "entrepreneur startup fortnite prank funny poetry soccer gadget athlete rapper futbol baile english recipe trainer"
  ).split(" "),
  instagram: (
    "english paint tennis language android guitar meme kitchen soccer family gadget funny coding fortnite bakery surf " +
    "facts futbol cantante software belleza cosmetic xbox startup study minecraft maquiagem kids yoga cook"
  ).split(" "),
  youtube: (
    "tennis renda language gato futbol software bakery musica guitar coaching yoga surf rapper trainer social clothes " +
    "design iphone animation perro camper netflix fight athlete receitas deutsch streetwear fortnite camera painting"
  ).split(" "),
} as const;

export type PlannedPlatform = keyof typeof KEYWORDS;
