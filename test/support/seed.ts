/**
 * Properties are tried with the same inputs in each run, so that a run is green or red for what was changed. With others:
 * `TEST_SEED=$RANDOM npm test`; a million of them: `npm run fuzz`.
 */
import fc from "fast-check";

fc.configureGlobal({ seed: Number(process.env["TEST_SEED"] ?? 20_261_129) });
