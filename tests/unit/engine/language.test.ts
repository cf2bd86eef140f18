import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { detectLanguage } from "#lib/search-engine/v2/core/language.ts";
import { prosePieces } from "#lib/search-engine/v2/core/language-text.ts";
import { withLanguage } from "#lib/search-engine/v2/core/profile-language.ts";

const BIOS: Readonly<Record<string, string>> = {
  ar: "وصفات سهلة ونصائح للعناية بالبشرة كل يوم",
  de: "Ich zeige dir jeden Tag neue Rezepte aus meiner Küche",
  en: "Makeup tips and skincare every day",
  es: "Hola, soy Ana y hago recetas fáciles para toda la familia",
  fr: "Maquillage et soins de la peau, tutos chaque semaine",
  id: "Berbagi resep masakan dan tips kecantikan setiap hari",
  it: "Ricette veloci e consigli di cucina per tutti",
  ja: "毎日のメイクとスキンケアを紹介しています",
  ko: "오늘의 메이크업과 일상을 공유합니다",
  nl: "Elke dag nieuwe recepten en tips voor je huis",
  pl: "Codziennie nowe przepisy i porady urodowe",
  pt: "Dicas de maquiagem e cuidados com a pele todos os dias",
  ru: "Делюсь рецептами и советами каждый день",
  sv: "Nya recept och tips varje dag från mitt kök",
  th: "สอนแต่งหน้าและดูแลผิวทุกวัน",
  tr: "Her gün yeni tarifler ve güzellik önerileri",
  vi: "Chia sẻ công thức nấu ăn mỗi ngày",
  zh: "每天分享护肤和化妆的小技巧",
};

describe("detectLanguage", () => {
  it.each(Object.entries(BIOS))("knows %s", async (language, bio) => {
    const detected = await detectLanguage([bio]);
    expect(detected?.language).toBe(language);
    expect(detected?.confidence).toBeGreaterThan(0.6);
  });

  it("reads through what is no prose", async () => {
    const bio = `🌸 ${BIOS.de} 🌸\n@best.friend #makeup #skincare\nhttps://example.org/the-best-deals info@example.org`;
    expect(await detectLanguage([bio])).toMatchObject({ language: "de" });
  });

  it.each([
    { name: "nothing", texts: [] },
    { name: "no text", texts: [null, ""] },
    {
      name: "tags, links and emoji alone",
      texts: ["#the #and #with @you https://example.org/and/the/rest 💄💄💄"],
    },
    { name: "a few words", texts: ["DM for collabs"] },
    { name: "as much of one language as of another", texts: [BIOS.de ?? "", BIOS.fr ?? ""] },
  ])("gives none for $name", async ({ texts }) => {
    expect(await detectLanguage(texts)).toBeNull();
  });

  it("is less sure of a mixed text", async () => {
    const [pure, mixed] = await Promise.all([
      detectLanguage([`${BIOS.es}. Todos los días nuevas ideas para cocinar en casa`]),
      detectLanguage([`${BIOS.es}. Todos los días nuevas ideas para cocinar en casa. New single out now`]),
    ]);
    expect(mixed?.language).toBe("es");
    expect(mixed?.confidence).toBeLessThan(pure?.confidence ?? 0);
  });

  it("answers for half of the sample data, seldom with a language that nobody there writes in", async () => {
    const counts = new Map<string | null, number>();
    for (const platform of ["tiktok", "instagram", "youtube"]) {
      const lines = readFileSync(`sandbox/data/${platform}.jsonl`, "utf8").trim().split("\n").slice(0, 400);
      for (const line of lines) {
        const { bio, contents } = JSON.parse(line) as { bio: string; contents: { caption: string }[] };
        const detected = await detectLanguage([bio, ...contents.map(({ caption }) => caption)]);
        const language = detected?.language ?? null;
        counts.set(language, (counts.get(language) ?? 0) + 1);
      }
    }
    const answered = 1_200 - (counts.get(null) ?? 0);
    expect(answered).toBeGreaterThan(600);
    // Its captions are English, with some Dutch, Portuguese, Spanish, French and German among them.
    const plausible = ["en", "nl", "pt", "es", "fr", "de", "it"].map((language) => counts.get(language) ?? 0);
    expect(plausible.reduce((sum, count) => sum + count, 0) / answered).toBeGreaterThan(0.98);
  });
});

describe("prosePieces", () => {
  it("are what is left without hashtags, mentions, links, e-mails and emoji", () => {
    const text =
      "Hi there 👋 I'm Mia | mia@example.com\n#makeup @friend www.example.org shop.example/now\nＦＵＬＬ width";
    expect(prosePieces([text, "hi there"])).toEqual(["hi there", "i'm mia", "full width"]);
  });
});

describe("withLanguage", () => {
  it("lets clear text win over the platform's word", async () => {
    const profile = { bio: BIOS.fr ?? "", language: "en" };
    expect(await withLanguage(profile, [])).toMatchObject({ language: "fr", languageConfidence: 1 });
  });

  it("leaves the platform's word where the text is not clear", async () => {
    expect(await withLanguage({ bio: "DM me", language: "en" }, [null])).toEqual({
      bio: "DM me",
      language: "en",
      languageConfidence: null,
    });
  });

  it("says nothing where nobody does", async () => {
    expect(await withLanguage({ bio: null }, [])).toEqual({ bio: null });
  });

  it("reads captions too", async () => {
    expect(await withLanguage({ bio: null, language: null }, [BIOS.it ?? ""])).toMatchObject({
      language: "it",
    });
  });
});
