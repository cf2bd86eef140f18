import { startDeliveries } from "./deliveries.ts";

await startDeliveries();
