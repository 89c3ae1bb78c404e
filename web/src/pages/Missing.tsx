import { useTitle } from "../app/parts";

export function Missing({ path }: { path: string }) {
  useTitle("No such page");
  return (
    <div class="page">
      <h1>There is no such page</h1>
      <p>“{path}” leads nowhere. <a href="#/">Go to the start</a></p>
    </div>
  );
}
