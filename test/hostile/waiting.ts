/** Entries that wait for what they attack, by the issue that brings it. Who brings it takes its entries out of here. */
export const waiting: Readonly<Record<string, string>> = {
  'mam-01': '#3 XEP-0313: there is no query yet that a stranger could answer',
  'mam-08': '#3 XEP-0280 and XEP-0313: there are no copies yet that could double',
  'http-07': '#3 dead peers: a gateway that answers 502 for a minute shows as “Reconnecting”',
  'stream-27': '#3 XEP-0388: SASL2',
  'stream-28': '#3 XEP-0484: FAST',
  'stream-31': '#3 XEP-0198 across page loads: nothing of a stream is in the tab’s storage yet',
  'correction-04': '#4 XEP-0308',
  'reaction-01': '#4 XEP-0444',
  'oob-03': '#4 XEP-0066',
  'http-11': '#4 XEP-0363',
  'muc-10': '#4 XEP-0461',
};
