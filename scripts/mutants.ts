/** Takes defences out of the contracts, some against each class of attack, and says whether a test noticed. Fails where none did. */
import { groups } from "./mutants/list.js";
import { tryMutants } from "./mutants/trial.js";

let survivors = 0;
for (const [index, mutants] of groups.entries()) {
  console.log(`Group ${index + 1} of ${groups.length}: ${mutants.length} mutants`);
  const killed = await tryMutants(mutants);
  for (const [i, { against, file, noticedBy }] of mutants.entries()) {
    if (killed[i] !== true) survivors += 1;
    console.log(`  ${killed[i] === true ? "killed  " : "SURVIVED"} ${against}, ${file}: ${noticedBy.at(-1)}`);
  }
}
const count = groups.flat().length;
console.log(`${count - survivors} of ${count} mutants killed`);
if (survivors > 0) process.exitCode = 1;
