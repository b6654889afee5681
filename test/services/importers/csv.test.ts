import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { sha256 } from "../../../services/importers/digest.js";
import { canonicals, codes, fileWith, rowsOf, samples, temporaryFolder } from "./files.js";

describe("a CSV table", () => {
  it("gives one row an identifier, its twin and its link", async () => {
    const rows = await rowsOf(join(samples, "pumps.csv"));
    expect(codes(rows)).toEqual([]);
    expect(canonicals(rows)).toEqual([
      "01/09506000134352",
      "01/09506000134352/21/4711",
      "88.101.0042/pump-4711",
      "did:web:acme-pumps.example:pump:4711",
      "1.3.6.1.4.1.32473.4711",
    ]);
    expect(rows.map((row) => row.line)).toEqual([2, 3, 4, 5, 6]);
    expect(rows[0]?.twin).toMatchObject({
      kind: "type",
      name: "Acme pump P-200",
      mediaType: "application/json",
    });
    expect(rows[0]?.links).toEqual({
      "https://ref.gs1.org/voc/pip": [{ href: "https://acme-pumps.example/p-200", title: "Pump P-200" }],
    });
    expect(rows[1]?.links).toHaveProperty(["https://ref.gs1.org/voc/defaultLink"]);
    expect(rows[2]?.twin?.digest).toBe(rows[1]?.twin?.digest);
  });

  it.each([
    ["a semicolon", ";"],
    ["a tab", "\t"],
    ["a comma", ","],
  ])("finds out that the separator is %s", async (_, separator) => {
    const rows = await rowsOf(
      await fileWith("a.csv", `name${separator}identifier\nPump${separator}88.101.0042/x\n`),
    );
    expect(canonicals(rows)).toEqual(["88.101.0042/x"]);
    expect(rows[0]?.label).toBe("Pump");
  });

  it("takes a byte order mark, CRLF and line breaks within quotes, and counts lines as an editor does", async () => {
    const text = '\uFEFFidentifier,name\r\n88.101.0042/a,"two\r\nlines"\r\n\r\n88.101.0042/b,"say ""b"""\r\n';
    const rows = await rowsOf(await fileWith("a.csv", text));
    expect(rows.map(({ line, label }) => [line, label])).toEqual([
      [2, "two lines"],
      [5, 'say "b"'],
    ]);
  });

  it("reports a bad row with its line and reason and reads on", async () => {
    const text = [
      "identifier,kind,content_digest,link",
      "https://id.gs1.org/01/09506000134353,,,",
      "88.101.0042/a,gadget,,",
      "88.101.0042/b,,12ab,",
      "88.101.0042/c,,,javascript:alert(1)",
      "88.101.0042/d,,,,,too,many",
      ",,,",
      '88.101.0042/"e,,,',
      "88.101.0042/f,,,",
    ].join("\n");
    const rows = await rowsOf(await fileWith("a.csv", text));
    expect(rows.map(({ line, problems }) => [line, problems[0]?.code])).toEqual([
      [2, "IDENTIFIER_CHECK_DIGIT"],
      [3, "IMPORT_ROW_INVALID"],
      [4, "IMPORT_ROW_INVALID"],
      [5, "IMPORT_ROW_INVALID"],
      [6, "IMPORT_ROW_INVALID"],
      [7, "IMPORT_ROW_INVALID"],
      [8, undefined],
      [9, undefined],
    ]);
    expect(canonicals(rows)).toEqual(['88.101.0042/"e', "88.101.0042/f"]);
  });

  it.each(["link_rel", "link_title", "link_type"])(
    "takes %s without a link for a fault of its row",
    async (column) => {
      const rows = await rowsOf(
        await fileWith("a.csv", `identifier,link,${column}\n88.101.0042/a,,x\n88.101.0042/b,,\n`),
      );
      expect(rows.map(({ line, problems }) => [line, problems[0]?.code])).toEqual([
        [2, "IMPORT_ROW_INVALID"],
        [3, undefined],
      ]);
    },
  );

  it("says where an unclosed quotation mark ends what can be read", async () => {
    const filler = "88.101.0042/x,y\n".repeat(80_000);
    const rows = await rowsOf(
      await fileWith("a.csv", `identifier,name\n88.101.0042/a,ok\n88.101.0042/b,"open\n${filler}`),
    );
    expect(rows.at(0)?.problems).toEqual([]);
    expect(rows.at(-1)?.problems[0]).toMatchObject({ code: "IMPORT_TABLE_BROKEN" });
    expect(rows.at(-1)?.line).toBe(3);
  });

  it.each([
    [
      "a row longer than what is read at once",
      `88.101.0042/a,${"x".repeat(600_000)}\n88.101.0042/b,\nwrong,\n`,
    ],
    ["carriage returns alone", "88.101.0042/a,\r88.101.0042/b,\rwrong,\r"],
    ["a mark that is not closed", '88.101.0042/a,\n88.101.0042/b,\n"wrong,'],
    ["a row that is too long", `88.101.0042/a,\n88.101.0042/b,\n${"x".repeat(2_000_000)}`],
  ])("counts lines as an editor does with %s", async (_, text) => {
    const end = text.includes("\r") ? "\r" : "\n";
    const rows = await rowsOf(await fileWith("a.csv", `identifier,name${end}${text}`));
    expect(rows.map(({ line, problems }) => [line, problems.length])).toEqual([
      [2, 0],
      [3, 0],
      [4, 1],
    ]);
  });

  it("says of a table in UTF-16 how to save it", async () => {
    const bytes = Buffer.from("\uFEFFidentifier\n88.101.0042/a\n", "utf16le");
    await expect(rowsOf(await fileWith("a.csv", bytes))).rejects.toMatchObject({
      code: "IMPORT_HEADER_INVALID",
      message: "The table is in UTF-16.",
    });
  });

  it("refuses a row in another encoding than UTF-8", async () => {
    const bytes = Buffer.concat([
      Buffer.from("identifier,name\n88.101.0042/a,M"),
      Buffer.from([0xfc]),
      Buffer.from("ller\n"),
    ]);
    expect(codes(await rowsOf(await fileWith("a.csv", bytes)))).toEqual(["IMPORT_ROW_INVALID"]);
  });

  it.each([
    ["without an identifier column", "id,name\n1,2\n"],
    ["with an unknown column", "identifier,colour\n88.101.0042/a,red\n"],
    ["with a column twice", "identifier,name,name\n88.101.0042/a,b,c\n"],
    ["that is empty", ""],
  ])("refuses a header %s", async (_, text) => {
    await expect(rowsOf(await fileWith("a.csv", text))).rejects.toMatchObject({
      code: "IMPORT_HEADER_INVALID",
    });
  });

  it("needs an owner for identifiers that nobody issues", async () => {
    const path = await fileWith("a.csv", "identifier,owner\n5d0c7c1e-2a7b-4f0e-9c55-0f8a4b7f2e10,\n");
    expect(codes(await rowsOf(path))).toEqual(["IMPORT_OWNER_MISSING"]);
    expect(canonicals(await rowsOf(path, { owner: "Acme.Example" }))).toEqual([
      "acme.example/globalAssetId/urn%3Auuid%3A5d0c7c1e-2a7b-4f0e-9c55-0f8a4b7f2e10",
    ]);
  });

  it("hashes content files beside the table and checks a digest that is given too", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "pump.json"), "{}");
    const digest = sha256("{}");
    const table = join(folder, "a.csv");
    await writeFile(
      table,
      `identifier,content_file,content_digest\n88.101.0042/a,pump.json,\n88.101.0042/b,pump.json,${digest}\n88.101.0042/c,pump.json,${sha256("")}\n`,
    );
    const rows = await rowsOf(table);
    expect(rows.map((row) => row.twin?.digest)).toEqual([digest, digest, undefined]);
    expect(codes(rows)).toEqual(["IMPORT_CONTENT_FILE"]);
  });

  it("never hashes a file outside the table's folder", async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, "inner"));
    await writeFile(join(folder, "secret.txt"), "secret");
    await symlink(join(folder, "secret.txt"), join(folder, "inner", "link.txt"));
    const table = join(folder, "inner", "a.csv");
    const files = ["../secret.txt", join(folder, "secret.txt"), "link.txt", "none.txt", "."];
    await writeFile(
      table,
      `identifier,content_file\n${files.map((file) => `88.101.0042/a,${file}`).join("\n")}\n`,
    );
    const rows = await rowsOf(table);
    expect(dirname(table)).toContain("inner");
    expect(codes(rows)).toEqual(files.map(() => "IMPORT_CONTENT_FILE"));
    expect(rows.some((row) => row.twin)).toBe(false);
  });
});
