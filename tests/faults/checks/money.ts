import type { Check } from "./check.ts";

export const chargedOnce: Check = {
  name: "each creator is charged once, and no job holds anything after its end (I11)",
  find({ records }) {
    if (!records.some(({ charged }) => charged > 0)) return { detail: "nothing was charged at all" };
    const wrong = records.find(({ charged, found, held }) => charged !== found || held !== 0);
    if (!wrong) return null;
    const { id, found, charged, held } = wrong;
    return { detail: `${found} creators delivered, ${charged} charged, ${held} held`, jobId: id };
  },
};

export const balancesExact: Check = {
  name: "every allowance is what was granted less what was delivered, and the ledger adds up to it",
  find({ balances }) {
    if (!balances.some(({ granted }) => granted > 0)) return { detail: "nothing was granted at all" };
    const wrong = balances.find(
      ({ granted, delivered, available, entries, held }) =>
        available !== granted - delivered || available !== entries || held !== 0,
    );
    return wrong ? { detail: JSON.stringify(wrong) } : null;
  },
};
