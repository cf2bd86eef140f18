import { ImageResponse } from "next/og";
import { messages } from "#components/messages/index.ts";
import { coral, tide } from "#components/theme/colors.ts";
import { Mark } from "#components/theme/mark.tsx";

export const size = { width: 1_200, height: 630 };
export const contentType = "image/png";
export const alt = messages.shell.socialImage;

const MARK_PX = 220;

/** What a link to Shoal shows where links are shown with a picture. */
export default function SocialImage() {
  return new ImageResponse(
    <div
      style={{
        width: "100%",
        height: "100%",
        display: "flex",
        flexDirection: "column",
        justifyContent: "center",
        gap: 36,
        padding: 96,
        color: "#fff",
        backgroundImage: `linear-gradient(120deg, ${tide[9]}, ${tide[7]})`,
      }}
    >
      <div style={{ display: "flex", alignItems: "center", gap: 40 }}>
        <Mark size={MARK_PX} colors={{ upper: tide[3], middle: coral[5], lower: tide[1] }} />
        <div style={{ fontSize: 148 }}>{messages.shell.name}</div>
      </div>
      <div style={{ fontSize: 44, lineHeight: 1.3 }}>{messages.shell.description}</div>
    </div>,
    size,
  );
}
