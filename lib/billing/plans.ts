/** What each plan allows. The one table of limits; prices are Stripe's. */
export interface Plan {
  name: string;
  campaignsMax: number;
  creatorsPerMonth: number;
  /** Jobs at once; more wait in line. */
  jobSlots: number;
  keywordsPerSearchMax: number;
  creditsPerMonth: number;
  /** null: every platform that there is. */
  platforms: readonly string[] | null;
  canExport: boolean;
}

const PLANS = {
  free: plan({
    campaignsMax: 1,
    creatorsPerMonth: 200,
    jobSlots: 1,
    keywordsPerSearchMax: 5,
    creditsPerMonth: 50,
  }),
  starter: plan({
    campaignsMax: 5,
    creatorsPerMonth: 2_000,
    jobSlots: 2,
    keywordsPerSearchMax: 20,
    creditsPerMonth: 500,
    canExport: true,
  }),
  growth: plan({
    campaignsMax: 50,
    creatorsPerMonth: 20_000,
    jobSlots: 3,
    keywordsPerSearchMax: 50,
    creditsPerMonth: 5_000,
    canExport: true,
  }),
  scale: plan({
    campaignsMax: 1_000,
    creatorsPerMonth: 200_000,
    jobSlots: 20,
    keywordsPerSearchMax: 50,
    creditsPerMonth: 50_000,
    canExport: true,
  }),
} as const;

type PlanName = keyof typeof PLANS;

const PLAN_NAMES = Object.keys(PLANS);

function plan(limits: Omit<Plan, "name" | "platforms" | "canExport"> & Partial<Plan>): Omit<Plan, "name"> {
  return { platforms: null, canExport: false, ...limits };
}

/** What a plan grants of a unit each month. */
export function allowanceOf(plan: Plan, unit: "creators" | "credits"): number {
  return unit === "creators" ? plan.creatorsPerMonth : plan.creditsPerMonth;
}

/** @throws Error when a row names a plan that is not in the table. */
export function getPlan(name: string): Plan {
  const limits = Object.hasOwn(PLANS, name) ? PLANS[name as PlanName] : undefined;
  if (!limits) throw new Error(`No plan "${name}". Known: ${PLAN_NAMES.join(", ")}.`);
  return { name, ...limits };
}
