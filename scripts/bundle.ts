/**
 * Puts each program into a few files: to find and read more than a thousand modules was most of a start. Where the compiler
 * has put a program's first module comes a line that loads its bundle, so programs and threads keep their places.
 *
 * Runs with `node scripts/bundle.ts FOLDER`, on the folder that the compiler has written.
 */
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join, posix, relative, sep } from "node:path";
import { build, type Plugin } from "esbuild";

const root = join(import.meta.dirname, "..");
const folder = process.argv[2];
if (folder === undefined) throw new Error("Name the folder that the compiler has written.");

/** What runs as a process or a thread of its own, and is to start fast. */
const programs = [
  "services/cli/main.ts",
  "services/**/*.worker.ts",
  "scripts/{start,devnet,deploy,resolver,dataProvider}.ts",
  "scripts/bench/http/server.ts",
  "scripts/bench/live/resolver.ts",
].flatMap((pattern) => globSync(pattern, { cwd: root }).map((path) => path.replaceAll(sep, "/")));

/** Level finds its compiled part beside itself; what only the project's own tools use is not there in production. */
const { devDependencies }: { devDependencies: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync(join(root, "package.json"), "utf8"),
);
const external = ["level", "classic-level", ...Object.keys(devDependencies)];

/** A module is where it was, for whatever it finds by its own place: all bundles lie in one folder beside `services`. */
const ownPlaces: Plugin = {
  name: "own-places",
  setup: ({ onLoad }) => {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const place = JSON.stringify(`../${relative(root, path).replaceAll(sep, "/").replace(/ts$/, "js")}`);
      const contents = readFileSync(path, "utf8").replaceAll(
        "import.meta.url",
        `new URL(${place}, import.meta.url).href`,
      );
      return { contents, loader: "ts" };
    });
  },
};

/**
 * An import of one of Node's own modules reads all that it exports, and some of that is loaded only when it is read: for
 * `http` a client as large as all the rest. What is required is read only where it is used.
 */
const unreadBuiltins: Plugin = {
  name: "unread-builtins",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^(?:node:)?[a-z_]+(?:\/[a-z]+)?$/ }, ({ path, kind }) =>
      isBuiltin(path) && kind === "import-statement" ? { path, namespace: "builtin" } : null,
    );
    onLoad({ filter: /.*/, namespace: "builtin" }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)});`,
    }));
  },
};

/** What is loaded later is in files of its own; each program has its own of those too, for what many share falls into many small ones. */
const bundle = (path: string) =>
  build({
    absWorkingDir: root,
    entryPoints: [{ in: path, out: bundleOf(path) }],
    outdir: join(folder, "bundle"),
    chunkNames: `${bundleOf(path)}-[hash]`,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    external,
    plugins: [ownPlaces, unreadBuiltins],
    // Libraries in the older form ask for Node's own modules in their own way.
    banner: {
      js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);',
    },
    // Every thread keeps the text that it was loaded from: with comments and indents it is half as large again, and one dash in a comment
    // makes each of its characters take two bytes.
    minifyWhitespace: true,
    lineLimit: 160,
    sourcemap: "linked",
    sourcesContent: false,
    legalComments: "linked",
    logLevel: "warning",
  });

await Promise.all(programs.map(bundle));
for (const path of programs) {
  const program = path.replace(/ts$/, "js");
  const shebang = /^#!.*\n/.exec(readFileSync(join(root, path), "utf8"))?.[0] ?? "";
  const place = posix.relative(posix.dirname(program), `bundle/${bundleOf(path)}.js`);
  writeFileSync(join(folder, program), `${shebang}import "${place}";\n`);
}

function bundleOf(path: string): string {
  return path.replace(/\.ts$/, "").replaceAll("/", ".");
}
