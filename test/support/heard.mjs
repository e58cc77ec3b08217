/** What somebody has heard so far, by type, and what a test waits for. */
export class Heard {
  #patience;
  #events = [];
  #waiting = new Set();

  /** @param patience how long a test waits for anything, in ms. */
  constructor(patience) {
    this.#patience = patience;
  }

  add(type, detail) {
    const event = { type, detail };
    this.#events.push(event);
    for (const waiter of [...this.#waiting]) waiter(event);
  }

  /** The detail of an event that comes, or has come, with these properties. */
  waitFor(type, properties = {}) {
    const fits = (event) => event.type === type && isPart(properties, event.detail);
    const found = this.#events.find(fits);
    if (found) return Promise.resolve(found.detail);
    return new Promise((resolve, reject) => {
      const waiter = (event) => {
        if (!fits(event)) return;
        clearTimeout(timer);
        this.#waiting.delete(waiter);
        resolve(event.detail);
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(waiter);
        const heard = this.#events.map((event) => `\n  ${event.type} ${JSON.stringify(event.detail)}`).join('');
        reject(new Error(`never heard ${type} ${JSON.stringify(properties)}, but${heard}`));
      }, this.#patience);
      this.#waiting.add(waiter);
    });
  }

  /** The details of all events of a type so far. */
  of(type) {
    return this.#events.filter((event) => event.type === type).map(({ detail }) => detail);
  }

  /** Forgets the events so far. */
  forget() {
    this.#events.length = 0;
  }
}

function isPart(part, whole) {
  return Object.entries(part).every(([key, value]) => {
    if (value instanceof RegExp) return value.test(whole[key]);
    return value === whole[key];
  });
}
