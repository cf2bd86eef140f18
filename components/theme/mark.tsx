/** Of the three fish, from above. */
export interface MarkColors {
  upper: string;
  middle: string;
  lower: string;
}

const THEMED: MarkColors = {
  upper: "var(--mantine-color-tide-5)",
  middle: "var(--mantine-color-coral-6)",
  lower: "var(--mantine-primary-color-filled)",
};

/** Three fish on one course: the sign of Shoal. Decorative: the name stands beside it. */
export function Mark({ size = 28, colors = THEMED }: { size?: number; colors?: MarkColors }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path d={fish(12, 9, 1)} fill={colors.upper} />
      <path d={fish(18.5, 16, 1.15)} fill={colors.middle} />
      <path d={fish(11, 23, 1)} fill={colors.lower} />
    </svg>
  );
}

/** A body that swims to the right around (x, y), with its tail. */
function fish(x: number, y: number, scale: number): string {
  const at = (dx: number, dy: number) => `${x + dx * scale} ${y + dy * scale}`;
  return `M${at(9, 0)}C${at(5, -5)} ${at(-2, -4.6)} ${at(-6, 0)}L${at(-10, -3.4)}L${at(-9, 0)}L${at(-10, 3.4)}L${at(-6, 0)}C${at(-2, 4.6)} ${at(5, 5)} ${at(9, 0)}Z`;
}
