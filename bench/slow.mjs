/**
 * "Slow 4G" as Chromium's developer tools have it: 1.44 Mbit/s down, 0.675 up, in bytes a second; 562.5 ms until a request
 * is answered, which stands for the 150 ms of a round trip and all that a new connection needs of them. The browser slows
 * down requests only, so the server does it to the frames of a stream, whose connection is there: 75 ms each way.
 */
export const SLOW_4G = { down: 180_000, up: 84_375, requestLatency: 562.5, frameLatency: 75 };
