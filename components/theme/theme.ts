import { createTheme, type MantineColorsTuple } from "@mantine/core";

/** The sea: actions, links, what is under way and what is done. */
const tide: MantineColorsTuple = [
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
const coral: MantineColorsTuple = [
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

/** Shoal's own look, in one place: two colours, the type scale, and how round things are. */
export const theme = createTheme({
  colors: { tide, coral },
  primaryColor: "tide",
  primaryShade: { light: 8, dark: 7 },
  autoContrast: true,
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  fontFamily: '"Inter Variable", "Inter Stand-in", system-ui, sans-serif',
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, Menlo, monospace",
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.9375rem", lg: "1.0625rem", xl: "1.25rem" },
  lineHeights: { xs: "1.4", sm: "1.45", md: "1.5", lg: "1.5", xl: "1.4" },
  headings: {
    fontWeight: "650",
    sizes: {
      h1: { fontSize: "1.75rem", lineHeight: "1.2" },
      h2: { fontSize: "1.25rem", lineHeight: "1.3" },
      h3: { fontSize: "1rem", lineHeight: "1.4" },
    },
  },
});
