/** What a trial throws when a guarantee does not hold; anything else that is thrown is a fault of the trial. */
export class Broken extends Error {}
