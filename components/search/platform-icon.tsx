import {
  IconBrandInstagram,
  IconBrandTiktok,
  IconBrandYoutube,
  type IconProps,
  IconWorld,
} from "@tabler/icons-react";

const ICONS: Readonly<Record<string, typeof IconWorld>> = {
  tiktok: IconBrandTiktok,
  instagram: IconBrandInstagram,
  youtube: IconBrandYoutube,
};

/** Decorative: the name stands beside it. A platform without a sign of its own gets a globe. */
export function PlatformIcon({ platform, ...props }: { platform: string } & IconProps) {
  const Icon = ICONS[platform] ?? IconWorld;
  return <Icon stroke={1.75} aria-hidden {...props} />;
}
