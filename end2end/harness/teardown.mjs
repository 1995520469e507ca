import { rmSync } from "node:fs";

/** Removes the data folder of the server that was started for the tests. */
export default function teardown() {
  const data = process.env.MATERIA_E2E_DATA;
  if (data) rmSync(data, { recursive: true, force: true });
}
