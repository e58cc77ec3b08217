import { XmppError } from '../../core/errors.js';
import { readSlot, slotRequest, type Slot } from '../../protocol/xep-0363-http-upload.js';
import type { CommandContext } from './command.js';

/** How an upload is followed, and given up. */
export interface UploadOptions {
  readonly signal?: AbortSignal;
  /** Tells how much of it has gone, 0 to 1. */
  onProgress?(share: number): void;
}

/**
 * XEP-0363: puts a file where others can fetch it. Resolves with its address.
 *
 * @throws {XmppError} `no-upload-service`, `file-too-large`, `unsafe-slot` (the service named no safe place),
 *   `upload-failed`, `cancelled`, or the condition under which the service would not have it.
 */
export async function uploadFile(
  { transport, stores, onEvent }: CommandContext,
  file: File,
  { signal, onProgress }: UploadOptions = {},
): Promise<string> {
  const service = stores.features.uploadService;
  if (!service) throw new XmppError('no-upload-service');
  if (file.size > service.maxFileSize) throw new XmppError('file-too-large');
  const stop = new AbortController();
  const abort = () => stop.abort();
  signal?.addEventListener('abort', abort);
  // It does not go on for who signs in next.
  const release = onEvent(({ kind }) => void (kind === 'signed-out' && abort()));
  try {
    // A service may refuse what comes as something else than was said.
    const type = file.type || 'application/octet-stream';
    const request = slotRequest(service.jid, { name: file.name, size: file.size, type });
    const slot = readSlot(await transport.request(request));
    if (!slot) throw new XmppError('unsafe-slot');
    await put({ file, type, slot, signal: stop.signal, onProgress });
    return slot.get;
  } finally {
    signal?.removeEventListener('abort', abort);
    release();
  }
}

interface Upload {
  readonly file: File;
  readonly type: string;
  readonly slot: Slot;
  readonly signal: AbortSignal;
  readonly onProgress: UploadOptions['onProgress'];
}

/** `fetch` would not tell how much has gone. */
function put({ file, type, slot, signal, onProgress }: Upload): Promise<void> {
  const request = new XMLHttpRequest();
  return new Promise((resolve, reject) => {
    const fail = (condition: string) => () => reject(new XmppError(condition, `HTTP ${request.status}`));
    if (signal.aborted) return fail('cancelled')();
    signal.addEventListener('abort', () => request.abort());
    request.upload.onprogress = ({ loaded }) => onProgress?.(Math.min(1, loaded / (file.size || 1)));
    request.onload = () => {
      const { status } = request;
      if (status >= 200 && status < 300) resolve();
      else fail(status === 413 ? 'file-too-large' : 'upload-failed')();
    };
    request.onerror = fail('upload-failed');
    request.onabort = fail('cancelled');
    request.open('PUT', slot.put);
    request.setRequestHeader('Content-Type', type);
    for (const [name, value] of slot.headers) request.setRequestHeader(name, value);
    request.send(file);
  });
}
