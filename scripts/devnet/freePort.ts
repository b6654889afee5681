import { createServer } from "node:net";
import { DevnetError } from "./errors.js";

const host = "127.0.0.1";

/**
 * @param help Command that tells of the options, the port's among them.
 * @throws DevnetError `DEVNET_PORT_IN_USE`
 */
export async function requireFreePort(port: number, help = "npm start -- --help"): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        new DevnetError(
          "DEVNET_PORT_IN_USE",
          `Port ${port} cannot be had on ${host} (${error.code ?? error.message}).`,
          {
            hint: `End what listens there ('lsof -i :${port}' tells), or choose another port: see '${help}'.`,
            details: { port, host },
          },
        ),
      ),
    );
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}
