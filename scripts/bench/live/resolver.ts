/** The resolver as it is shipped, follower and all, in a process of its own: started by `shipped.ts`. */
import { z } from "zod";
import { readConfig } from "../../../services/resolver/config.js";
import { serve } from "../../../services/resolver/serve.js";
import { answerQuestions } from "../child.js";

const settingsSchema = z.record(z.string(), z.string());

await answerQuestions(async (settings) => {
  const { url } = await serve(readConfig(settingsSchema.parse(settings)));
  return async (question) => {
    if (question === "url") return url;
    const { user, system } = process.cpuUsage();
    return user + system;
  };
});
