/**
 * `sestrail/lambda`: a Lambda function that is set up by its environment alone, as `sestrail ship` is by `SESTRAIL_…`.
 * Handler: `index.handler` of the bundle that `npm run lambda` makes. Nothing is loaded from AWS before the first call.
 */
import { lambdaHandler, type LambdaHandler } from "./lambda/handler.ts";

export {
  lambdaHandler,
  type LambdaContext,
  type LambdaHandler,
  type LambdaOptions,
} from "./lambda/handler.ts";

/** What Lambda calls. */
export const handler: LambdaHandler = lambdaHandler({
  env: process.env,
  stdout: process.stdout,
  log: (line) => void process.stderr.write(`${line}\n`),
});
