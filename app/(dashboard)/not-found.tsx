import { NotFoundText } from "#components/shell/not-found-text.tsx";

/** Within the frame, which has the main landmark already. */
export default function DashboardNotFound() {
  return <NotFoundText />;
}
