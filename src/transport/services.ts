import { ConnectionError } from '../core/errors.js';

/**
 * The full address of a service. Relative ones are the page's own host: BOSH, or WebSocket if the path says so
 * (`/ws`, `/xmpp-websocket`).
 *
 * @throws {ConnectionError} `no-service`: it is no address, or not of a kind that we speak.
 */
export function serviceUrl(service: string): string {
  const url = parsed(service);
  const isRelative = !/^[a-z][a-z\d+.-]*:/i.test(service);
  if (isRelative && /\b(ws|websocket)\b/i.test(url?.pathname ?? '')) {
    return (url as URL).href.replace(/^http/, 'ws');
  }
  if (!url || !/^(wss?|https?):$/.test(url.protocol)) throw new ConnectionError('no-service', `No service: ${service}`);
  url.hash = ''; // WebSocket refuses an address that has one.
  return url.href;
}

function parsed(service: string): URL | undefined {
  try {
    return new URL(service, location.href);
  } catch {
    return undefined;
  }
}

/** RFC 7395 rather than BOSH. */
export function isWebSocket(service: string): boolean {
  return /^wss?:/.test(service);
}

/** Whether nobody on the way can listen: encrypted, or it ends on this machine. */
export function isPrivate(service: string): boolean {
  const { protocol, hostname } = new URL(service);
  return /^(wss|https):$/.test(protocol) || isLoopback(hostname);
}

/** This machine, by any of its names. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(host);
}
