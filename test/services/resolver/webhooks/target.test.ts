import { lookup } from "node:dns/promises";
import { describe, expect, it } from "vitest";
import { attempt } from "../../../../services/resolver/webhooks/send.js";
import { checkedLookup, isPublic, refusalOf } from "../../../../services/resolver/webhooks/target.js";

const privateAddresses = [
  "0.0.0.0",
  "10.1.2.3",
  "100.64.0.1",
  "127.0.0.1",
  "127.255.255.254",
  "169.254.169.254",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.1.1",
  "192.0.2.1",
  "198.18.0.1",
  "224.0.0.1",
  "240.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::ffff:127.0.0.1",
  "::ffff:10.0.0.1",
  "64:ff9b::7f00:1",
  "fc00::1",
  "fd12:3456::1",
  "fe80::1",
  "ff02::1",
  "2001:db8::1",
  "2002:7f00:1::",
];

describe("an address to send to", () => {
  it.each(privateAddresses)("is never %s", (address) => {
    expect(isPublic(address)).toBe(false);
    const host = address.includes(":") ? `[${address}]` : address;
    expect(refusalOf(`https://${host}/hook`, "public")).not.toBeNull();
  });

  it.each(["1.1.1.1", "93.184.216.34", "2606:4700:4700::1111"])("may be %s", (address) => {
    expect(isPublic(address)).toBe(true);
    const host = address.includes(":") ? `[${address}]` : address;
    expect(refusalOf(`https://${host}/hook`, "public")).toBeNull();
  });

  it.each([
    "http://example.com/",
    "ftp://example.com/",
    "file:///etc/passwd",
    "https://user:secret@example.com/",
    "https://example.com/#part",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://0177.0.0.1/",
    "https://127.1/",
    `https://example.com/${"x".repeat(3_000)}`,
    "example.com",
  ])("is never %s", (url) => {
    expect(refusalOf(url, "public")).not.toBeNull();
  });

  it("is looked at again when its name has been looked up", async () => {
    const { address } = await lookup("localhost");
    expect(isPublic(address)).toBe(false);
    await new Promise<void>((resolve) => {
      checkedLookup("public")("localhost", { all: true }, (error) => {
        expect(error?.message).toContain("not public");
        resolve();
      });
    });
    const made = await attempt(
      { url: "https://localhost/", secret: "" },
      { id: "1", body: "{}" },
      "public",
      Date.now(),
    );
    expect(made).toMatchObject({ status: null, error: expect.stringContaining("not public") });
  });

  it("is told alike of a name that leads inside and of one that leads nowhere", async () => {
    const errorAt = async (url: string) =>
      (await attempt({ url, secret: "" }, { id: "1", body: "{}" }, "public", Date.now())).error;
    expect(await errorAt("https://no-such-name.invalid/")).toBe(await errorAt("https://localhost/"));
  });

  it("is sent to however its protocol is written", async () => {
    const made = await attempt(
      { url: "HTTPS://localhost/", secret: "" },
      { id: "1", body: "{}" },
      "public",
      Date.now(),
    );
    expect(made).toMatchObject({ status: null, error: expect.stringContaining("not public") });
  });

  it("may be any where the operator says so, and still no other protocol", () => {
    expect(refusalOf("http://127.0.0.1:8080/", "any")).toBeNull();
    expect(refusalOf("ftp://127.0.0.1/", "any")).not.toBeNull();
  });
});
