import { List } from "./list.tsx";

export default function Page() {
  return <List />;
}
