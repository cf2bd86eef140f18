import { memo } from "react";
import type { CreatorRow } from "#lib/search-engine/types.ts";
import { compactNumber, exactNumber, percentText, webAddress } from "../format.ts";
import { ValueCell } from "./value-cell.tsx";

/** Rendered again only when its row has changed: a run may have thousands. */
export const CreatorTableRow = memo(function CreatorTableRow({ row }: { row: CreatorRow }) {
  const { profile, emails } = row;
  return (
    <tr data-state={row.state} className={row.matches ? undefined : "filtered"}>
      <td className="number">{row.position}</td>
      <th scope="row">
        <ProfileLink row={row} />
        {profile.displayName !== null && <span className="quiet under">{profile.displayName}</span>}
      </th>
      <ValueCell row={row} absent="no follower count" className="number">
        {profile.followers !== null && (
          <span title={exactNumber(profile.followers)}>{compactNumber(profile.followers)}</span>
        )}
      </ValueCell>
      <ValueCell row={row} absent="no e-mail in the profile">
        {emails.length > 0 &&
          emails.map((email) => (
            <span key={email.address} className="email under" title={`from: ${email.original}`}>
              {email.address} <span className="quiet">{EMAIL_SOURCES[email.source]}</span>
            </span>
          ))}
      </ValueCell>
      <ValueCell row={row} absent="no bio">
        {profile.bio && (
          <span className="bio" title={profile.bio}>
            {profile.bio}
          </span>
        )}
      </ValueCell>
      <td>
        {row.matchedOn.map(({ keyword, contents }) => (
          <span
            key={keyword}
            className="chip"
            title={contents.flatMap(({ caption }) => caption ?? []).join("\n") || "no caption"}
          >
            {keyword}
          </span>
        ))}
      </td>
      <DetailsCell row={row} />
    </tr>
  );
});

const EMAIL_SOURCES = {
  bio: "from the bio",
  business_field: "business contact",
  link: "from a link",
} as const;

function ProfileLink({ row: { profile } }: { row: CreatorRow }) {
  const address = webAddress(profile.profileUrl);
  if (address === null) return <span>@{profile.handle}</span>;
  return (
    <a href={address} target="_blank" rel="noopener noreferrer nofollow">
      @{profile.handle}
    </a>
  );
}

function languageText({ language, languageConfidence }: CreatorRow["profile"]): string {
  const source =
    languageConfidence == null ? "as the platform says" : `${percentText(languageConfidence)} sure`;
  return `language ${language}, ${source}`;
}

function DetailsCell({ row }: { row: CreatorRow }) {
  if (row.state !== "enriched") return <ValueCell row={row} absent="" />;
  const fetchedAt = row.enrichedAt === null ? "" : `fetched ${row.enrichedAt.slice(0, 10)}`;
  return (
    <td
      className="details"
      title={[fetchedAt, row.fromCache ? "from an earlier search" : ""].filter(Boolean).join(", ")}
    >
      {row.filterReason === null ? "complete" : `does not fit: ${row.filterReason}`}
      {row.profile.language !== null && <span className="quiet under">{languageText(row.profile)}</span>}
    </td>
  );
}
