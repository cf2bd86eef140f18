import path from "node:path";
import type { NextConfig } from "next";

/** As the product's, as far as it bears on speed. */
const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  turbopack: { root: path.join(import.meta.dirname, "../../..") },
  typescript: { ignoreBuildErrors: true },
};

export default config;
