/**
 * A word that every request of every provider has somewhere in its document. A document without it is never read,
 * and the engine is not even loaded for it.
 */
export const HINT = /kling|kolors/i;
