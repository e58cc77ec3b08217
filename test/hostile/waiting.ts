/** Entries that wait for what they attack, by the issue that brings it. Who brings it takes its entries out of here. */
export const waiting: Readonly<Record<string, string>> = {};
