/** What there is in `samples/`, which `npm run samples` makes anew. */

/** SES calls in it. */
export const SAMPLE_SES_CALLS = 62;
