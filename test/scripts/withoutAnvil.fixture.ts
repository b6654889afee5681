/** The project on a machine that has no anvil: all of it but that one package. */
import { cp, mkdir, readdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { root, temporaryFolder } from "./program.fixture.js";

/** Scope of the packages that bring anvil. */
const anvilScope = "@foundry-rs";

/** Makes a copy of the built project that cannot find anvil; it goes when the test ends. */
export async function projectWithoutAnvil(): Promise<{
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
}> {
  const home = await temporaryFolder();
  // A copy, for a program knows itself by its real path.
  await cp(join(root, "dist"), join(home, "dist"), { recursive: true });
  for (const name of ["package.json", "hardhat.config.ts", "scripts", "services"]) {
    await symlink(join(root, name), join(home, name));
  }
  await mkdir(join(home, "node_modules"));
  for (const name of await readdir(join(root, "node_modules"))) {
    if (name === anvilScope || name.startsWith(".")) continue;
    await symlink(join(root, "node_modules", name), join(home, "node_modules", name));
  }
  return { home, env: { ...process.env, PATH: join(home, "nothing") } };
}
