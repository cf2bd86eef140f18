import { describe, expect, it } from "vitest";
import { extractEmails } from "#lib/search-engine/v2/core/email-extractor.ts";

const JANE = ["jane@example.com"];

const plain: [name: string, text: string, expected: string[]][] = [
  ["plain", "write to jane@example.com please", JANE],
  ["at the start", "jane@example.com", JANE],
  ["plus and dots", "jane.doe+brands@mail.example.org", ["jane.doe+brands@mail.example.org"]],
  ["underscores and digits", "x_99__y@studio.example", ["x_99__y@studio.example"]],
  ["hyphens", "jane-doe@talent-mgmt.example", ["jane-doe@talent-mgmt.example"]],
  ["digits only", "QQ: 123456789@qq.com", ["123456789@qq.com"]],
  ["two-part top level", "jane@example.co.uk", ["jane@example.co.uk"]],
  ["a new top level", "jane@doe.photography", ["jane@doe.photography"]],
  ["upper case", "Jane.DOE@Example.COM", ["jane.doe@example.com"]],
  ["mailto", "mailto:jane@example.com?subject=hi", JANE],
  ["mailto, percent-encoded", "mailto:jane%2Bads%40example%2Ecom", ["jane+ads@example.com"]],
  ["a percent-encoded sign", "jane%40example.com", JANE],
  ["HTML entities", "&lt;jane&#64;example&#x2E;com&gt; joe&commat;example.net", [...JANE, "joe@example.net"]],
  ["HTML", '<a href="mailto:jane@example.com">jane@example.com</a>', JANE],
  ["full stop behind", "Mail jane@example.com. Thanks", JANE],
  ["a sentence glued behind", "Mail jane@example.com.Thanks", JANE],
  ["a sentence that begins with a top level", "Mail jane@example.com.In Paris", JANE],
  ["three dots at the end, behind a host that is whole", "jane@example.com...", JANE],
  ["a word glued behind by its capital", "jane@example.comBusiness", JANE],
  ["a line break lost before another script", "jane@example.comДля связи", JANE],
  ["an underscore behind", "jane@example.com_", JANE],
  ["three dots, and the text goes on", "jane@example.com... or DM", JANE],
  ["brackets around", "(jane@example.com)", JANE],
  ["square brackets around", "[jane@example.com]", JANE],
  ["quotes around", "'jane@example.com' or “joe@example.net”", [...JANE, "joe@example.net"]],
  ["angle brackets", "Jane <jane@example.com>", JANE],
  ["comma and exclamation mark", "jane@example.com, or joe@example.net!", [...JANE, "joe@example.net"]],
  ["slash between two", "jane@example.com/joe@example.net", [...JANE, "joe@example.net"]],
  ["ampersand between two", "jane@example.com&joe@example.net", [...JANE, "joe@example.net"]],
  ["the same twice", "jane@example.com JANE@example.com", JANE],
  ["three on three lines", "a1@example.com\nb2@example.com\nc3@example.com", ["a1", "b2", "c3"].map(at)],
  ["colon glued in front", "Business:jane@example.com", JANE],
  ["equals sign behind a label", "Email=jane@example.com", JANE],
  ["slash behind a label", "DM/jane@example.com", JANE],
  ["two slashes in front", "Collabs//jane@example.com", JANE],
  ["pipe and bullet around", "a|jane@example.com•b", JANE],
  ["behind a website", "https://example.org/jane | jane@example.com", JANE],
  ["a website glued by an emoji", "https://example.org/jane📧jane@example.com", JANE],
  ["a path behind", "jane@example.com/portfolio", JANE],
  ["mention beside an address", "@jane.doe • jane@example.com", JANE],
  [
    "an apostrophe behind an initial",
    "o'brien@example.com O’Neil@example.com",
    ["o'brien", "o'neil"].map(at),
  ],
];

const scripts: [name: string, text: string, expected: string[]][] = [
  ["emoji glued in front", "📩jane@example.com", JANE],
  ["emoji with a variation selector glued", "✉️jane@example.com✉️", JANE],
  ["emoji of several parts and flags around", "👩🏽‍💻jane@example.com🇩🇪", JANE],
  ["keycap in front", "1️⃣jane@example.com", JANE],
  ["dash in front", "📧-jane@example.com", JANE],
  ["sign in front as decoration", "💌@jane@example.com", JANE],
  ["sign in front behind a label", "Email: @jane@example.com", JANE],
  ["sign in front of a provider's", "@jane.doe@gmail.com", ["jane.doe@gmail.com"]],
  ["full-width sign", "jane＠example.com", JANE],
  ["full-width sign with blanks", "jane ＠ example.com", JANE],
  ["full-width throughout", "ｊａｎｅ＠ｅｘａｍｐｌｅ．ｃｏｍ", JANE],
  ["bold mathematical letters", "𝗷𝗮𝗻𝗲@𝗲𝘅𝗮𝗺𝗽𝗹𝗲.𝗰𝗼𝗺", JANE],
  ["small capitals", "ᴊᴀɴᴇ@ᴇxᴀᴍᴘʟᴇ.ᴄᴏᴍ", JANE],
  ["circled letters", "ⓙⓐⓝⓔ@ⓔⓧⓐⓜⓟⓛⓔ.ⓒⓞⓜ", JANE],
  ["a circled letter as ornament", "ⓘjane@example.com", JANE],
  ["zero-width space inside", "jane@exam\u200Bple.com", JANE],
  ["soft hyphen inside", "ja\u00ADne@example.com", JANE],
  ["direction marks around", "\u200Fjane@example.com\u200F", JANE],
  ["Hangul filler in front", "ㅤjane@example.com", JANE],
  ["Japanese label with a full-width colon", "お仕事のご依頼：jane@example.comまで。", JANE],
  ["Japanese text glued in front", "メールはjane@example.com", JANE],
  ["Chinese text around", "商务合作jane@example.com，谢谢", JANE],
  ["Chinese full stop behind", "邮箱：jane@example.com。Tokyo", JANE],
  ["ideographic dot", "jane@example。com", JANE],
  ["Korean around", "문의jane@example.com으로", JANE],
  ["Arabic around", "للتواصل: jane@example.com، شكرا", JANE],
  ["Hebrew, Hindi, Thai", "מייל: jane@example.com। ติดต่อjoe@example.net", [...JANE, "joe@example.net"]],
  [
    "Russian and Greek labels",
    "Почта: jane@example.com · Επικοινωνία:joe@example.net",
    [...JANE, "joe@example.net"],
  ],
  ["trade mark behind", "jane@example.com™", JANE],
  ["circled number in front", "①jane@example.com", JANE],
  ["international label", "info@münchen.de", ["info@münchen.de"]],
  ["international label, upper case", "INFO@BÜCHER.example", ["info@bücher.example"]],
  ["Cyrillic host", "info@почта.рф", ["info@почта.рф"]],
  ["Japanese label", "info@例え.jpまで", ["info@例え.jp"]],
  ["international on both sides", "почта@пример.рф 用户@例子.中国", ["почта@пример.рф", "用户@例子.中国"]],
  ["punycode", "info@xn--bcher-kva.com", ["info@xn--bcher-kva.com"]],
];

const obfuscated: [name: string, text: string, expected: string[]][] = [
  ["[at]", "jane [at] example.com", JANE],
  ["[at], two-part top level", "jane[at]example.co.uk", ["jane@example.co.uk"]],
  ["(at) and a spelled dot", "jane (at) example dot com", JANE],
  ["(at) and (dot)", "jane (at) mail(dot)example(dot)com", ["jane@mail.example.com"]],
  ["{at} and a spelled dot", "jane{at}mail dot example dot org", ["jane@mail.example.org"]],
  ["(AT) and [DOT]", "JANE (AT) EXAMPLE [DOT] COM", JANE],
  ["full-width brackets", "jane（at）example（dot）com", JANE],
  ["corner brackets", "jane【at】example.com", JANE],
  ["stars and pipes", "jane*at*example.com, joe |at| example |dot| net", [...JANE, "joe@example.net"]],
  ["dashes", "jane -at- example -dot- com", JANE],
  ["(@)", "jane(@)example.com", JANE],
  ["plain sign and [dot]", "jane@example[dot]com", JANE],
  ["plain sign and a spelled dot", "jane.doe@gmail dot com", ["jane.doe@gmail.com"]],
  ["dots in the local part", "jane(dot)doe(at)example.com", ["jane.doe@example.com"]],
  ["spelled throughout", "jane dot doe at gmail dot com", ["jane.doe@gmail.com"]],
  ["spelled underscore", "jane underscore doe at gmail dot com", ["jane_doe@gmail.com"]],
  ["spelled, another domain", "Email: jane at example dot co dot uk", ["jane@example.co.uk"]],
  ["spelled, behind an emoji", "📧 jane at example dot com 📧", JANE],
  ["spelled, upper case", "DM or email: JANE AT EXAMPLE DOT COM", JANE],
  ["a mailbox named by its role", "contact (at) example.com", ["contact@example.com"]],
  ["Spanish", "jane arroba gmail punto com", ["jane@gmail.com"]],
  ["Spanish in brackets", "jane [arroba] example.com", JANE],
  ["Japanese", "jane（アットマーク）example.com", JANE],
  ["blanks around all", "jane.doe @ gmail . com", ["jane.doe@gmail.com"]],
  ["blank in front of the sign", "collabs: janedoe @gmail.com", ["janedoe@gmail.com"]],
  ["comma for dot", "user@mail,ru", ["user@mail.ru"]],
  ["bullet for dot", "jane@gmail•com", ["jane@gmail.com"]],
  ["emoji for the sign", "janedoe📧gmail.com", ["janedoe@gmail.com"]],
  ["hash for the sign", "janedoe#gmail.com", ["janedoe@gmail.com"]],
  ["emoji for the sign, any host", "jane📧example.com", JANE],
  [
    "a sign that the text explains",
    "jane♡example.com（♡→@） joe#example.net #を@に",
    [...JANE, "joe@example.net"],
  ],
  ["a letter in brackets", "jane(a)example.com · joe (a) example.net", [...JANE, "joe@example.net"]],
  ["joined words", "jane_at_example_dot_com joeATexampleDOTnet", [...JANE, "joe@example.net"]],
  ["words in capitals", "jane AT example.com", JANE],
  ["a word of another language and a provider", "janedoe arroba gmail.com", ["janedoe@gmail.com"]],
  [
    "German, Czech, Hungarian",
    "jane (ät) example (punkt) com, joe(zavináč)example.net, joe (kukac) example.net",
    [...JANE, "joe@example.net"],
  ],
  ["blanks around the sign, behind a label", "Email: jane @ example.com", JANE],
  ["blanks around all, any host", "jane @ example . com", JANE],
  ["comma for dot, any host", "jane@example,com", JANE],
  ["a bare at behind a label", "E-mail: jane at example.com", JANE],
];

const nothing: [name: string, text: string][] = [
  ["empty", ""],
  ["a handle", "follow @jane.doe"],
  ["a handle on a site of its own", "say hi @jane.co"],
  ["a handle behind a greeting", "say hey @jane.com, contact @jane.me, team @jane.net"],
  ["a handle behind a network", "IG @jane"],
  ["a handle behind a hyphen", "ex-@example.com"],
  ["a promotion code", "code jane_10 @ example.com, 10% off: jane AT example.com"],
  ["a code alone", "jane15 @ example.com"],
  ["a mailbox nobody reads", "noreply@example.com do-not-reply@example.com"],
  ["a remote machine", "ssh jane@example.com, joe@example.net:/srv/www"],
  ["a handle glued to a network", "IG@jane.doe"],
  ["a handle glued to a network, with a top level", "IG@jane.me"],
  ["a handle glued to a word", "photo by@jane.co"],
  ["a federated handle", "@jane@mastodon.social"],
  ["a federated handle, whatever the host", "Find me: @jane@example.com"],
  ["a federated handle behind an emoji", "🐘@jane@hachyderm.io"],
  ["a chain of signs", "jane@example.com@joe"],
  ["no top level", "jane@localhost"],
  ["no such top level", "me@john.smith"],
  ["no such top level behind a real one", "jane@example.com.foo1"],
  ["an image file", "image@2x.png"],
  ["an image file of a type that is a top level", "logo@2x.ai"],
  ["a script file", "bundle@1.2.3.min.js"],
  ["a package", "npm i react@18.2.0 @scope/name@1.0.0"],
  ["a repository", "git@github.com:jane/site.git"],
  ["prices", "3@$5, 2 @ 10.99"],
  ["times", "live @8pm, 7@8.pm"],
  ["work", "me @ work.today"],
  ["a place, spaced", "model @ agency.example"],
  ["a place, glued", "catch me@twitch.tv"],
  ["a link service's own", "support@linktr.ee, hello@beacons.ai"],
  ["an accent before the ASCII part", "gómez@example.com"],
  ["an accent, decomposed", "go\u0301mez@example.com"],
  ["a Cyrillic first letter", "аlex@example.com"],
  ["a Cyrillic letter in the domain", "jane@mail.exаmple.com"],
  ["a Cyrillic letter in the top level", "jane@example.cоm"],
  ["an apostrophe behind more than an initial", "juan'brien@example.com qu’elle@example.com"],
  ["slash and equals in the local part", "user+mailbox/department=shipping@example.com"],
  ["other signs of a local part", "tom&jerry@example.com, a$b@example.com, a#b@example.com"],
  ["a local part that is too long", `${"a".repeat(65)}@example.com`],
  ["an address in a query", "https://example.com/?u=jane@example.com"],
  ["an encoded address in a query", "https://example.com/?email=jane%40example.com"],
  ["user and host of an address", "https://jane@example.com/ ftp://jane:secret@example.com"],
  ["a percent-encoded blank", "%20jane@example.com"],
  ["a profile address", "youtube.com/@jane.doe"],
  ["double dots", "jane..doe@example.com"],
  ["dots at the ends", ".jane@example.com jane.@example.com"],
  ["bad labels", "jane@-example.com jane@exam_ple.com jane@example..com"],
  ["an IP address", "jane@127.0.0.1"],
  ["truncated in the top level", "jane@example.co…"],
  ["truncated behind a dot", "jane@mail.example.…"],
  ["truncated in the second label", "jane@example.co.u…"],
  ["truncated with three dots at the end", "jane@example.co..."],
  ["truncated with a link to the rest", "jane@example.co... more"],
  ["cut off in front", "…ane@example.com"],
  ["split by line breaks", "jane@\nexample.com jane\n@gmail.com jane@example\n.com jane (at)\nexample.com"],
  ["split within the top level", "jane@example.co\n.uk"],
  ["prose with at", "see you at example.com, jane at example.com"],
  ["prose with at and dot", "look at me dot com"],
  ["prose that begins a line", "aim at success dot org, laugh at yourself dot com"],
  ["a federated name", "Mastodon jane@mastodon.social"],
  ["prose that names a shop", "find my prints at janedoe dot com"],
  ["prose that names a site", "more info at example dot com"],
  ["a position", "Founder at example dot com"],
  ["a place with at and dot", "see jane at twitch dot tv"],
  ["a place with at", "catch me at twitch.tv"],
  ["no provider's mailbox", "email me at gmail dot com"],
  ["a bracketed place, by its word", "live (at) videos.example"],
  ["a bracketed place, by its site", "jane [at] twitch.tv"],
  ["a quoted word", "look *at* example.com"],
  ["a cut-off local part, spaced", "jane . doe @ gmail . com"],
  ["a second name, spaced", "call jane doe @ gmail.com"],
  ["a digit behind the top level", "jane@example.com1"],
];

function at(local: string): string {
  return `${local}@example.com`;
}

const addressesIn = (text: string): string[] => extractEmails(text, "bio").map(({ address }) => address);

describe("extractEmails", () => {
  it.each(plain)("finds plain: %s", (_, text, expected) => {
    expect(addressesIn(text)).toEqual(expected);
  });

  it.each(scripts)("finds in any script: %s", (_, text, expected) => {
    expect(addressesIn(text)).toEqual(expected);
  });

  it.each(obfuscated)("finds obfuscated: %s", (_, text, expected) => {
    expect(addressesIn(text)).toEqual(expected);
  });

  it.each(nothing)("finds nothing in: %s", (_, text) => {
    expect(addressesIn(text)).toEqual([]);
  });

  it.each([...plain, ...scripts, ...obfuscated])("quotes the input: %s", (_, text) => {
    for (const { original } of extractEmails(text, "bio")) {
      expect(text).toContain(original);
      expect(original).not.toMatch(/^\s|\s$/);
    }
  });
});
