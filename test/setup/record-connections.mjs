// Preloaded into every process of a house under test: notes each attempt to reach anything outside the loopback, by
// socket, datagram or name look-up, in the file that TONGCHA_CONNECTIONS names, and lets it fail.
import dgram from 'node:dgram';
import dns from 'node:dns';
import { appendFileSync } from 'node:fs';
import net from 'node:net';

const file = process.env.TONGCHA_CONNECTIONS;
const isLocal = (host) =>
  host === undefined || host === 'localhost' || host === '::1' || host.startsWith('127.');

if (file) {
  const note = (what) => {
    appendFileSync(file, `${process.argv[1]} ${what}\n`);
    throw new Error(`outside the loopback: ${what}`);
  };
  const { connect } = net.Socket.prototype;
  net.Socket.prototype.connect = function watched(...args) {
    const [options] = Array.isArray(args[0]) ? args[0] : args;
    const host =
      typeof options === 'object' ? options?.host : typeof args[1] === 'string' ? args[1] : undefined;
    if (!isLocal(host)) note(`socket ${host}`);
    return connect.apply(this, args);
  };
  const { send } = dgram.Socket.prototype;
  dgram.Socket.prototype.send = function watched(...args) {
    const host = args.find((each, index) => index > 0 && typeof each === 'string');
    if (!isLocal(host)) note(`datagram ${host}`);
    return send.apply(this, args);
  };
  for (const [owner, names] of [
    [dns, ['lookup', 'resolve', 'resolve4', 'resolve6', 'resolveAny']],
    [dns.promises, ['lookup', 'resolve', 'resolve4', 'resolve6', 'resolveAny']],
  ])
    for (const name of names) {
      const original = owner[name];
      owner[name] = (host, ...rest) => {
        if (!isLocal(host)) note(`name ${host}`);
        return original.call(owner, host, ...rest);
      };
    }
}
