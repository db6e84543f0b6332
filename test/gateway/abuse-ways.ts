import { deflateSync, gzipSync } from 'node:zlib';
import { head, httpAnswer, says, type Way } from './abuse-department.ts';
import { goodFirm, secret } from './abuse-firms.ts';

const goodBody = JSON.stringify({ data: { _entities: [goodFirm] } });
const secretBody = `{"data":{"_entities":[{"paid":5,"note":"${secret}"}]}}`;
const hidden = { server: 'secret-server/1', 'x-powered-by': secret.slice(5), 'set-cookie': 'secret=1' };

const hangs: Way = () => undefined;
const trickles: Way = (socket) => {
  socket.write(head('200 OK\r\ncontent-type: application/json\r\ncontent-length: 9999'));
  const timer = setInterval(() => socket.write(' '), 20);
  socket.once('close', () => clearInterval(timer));
};
const floods: Way = (socket) => {
  socket.write(head('200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked'));
  const chunk = Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(0x100000, ' '), Buffer.from('\r\n')]);
  let left = 100;
  const more = () => {
    while (left > 0 && !socket.destroyed) {
      left -= 1;
      if (!socket.write(chunk)) return;
    }
  };
  socket.on('drain', more);
  more();
};
const then =
  (bytes: string | Buffer, end: 'end' | 'resetAndDestroy' | 'destroy'): Way =>
  (socket) =>
    void socket.write(bytes, () => socket[end]());
const unavailable = 'DEPARTMENT_UNAVAILABLE';
const unfit = 'DEPARTMENT_ANSWER_INVALID';

/** Every way not to answer: its name, and the code by which it is to be told. Some redirect to `elsewhere`. */
export function badWays(elsewhere: () => string): readonly (readonly [string, Way, string])[] {
  const redirects =
    (status: string): Way =>
    (socket) =>
      void socket.write(httpAnswer(secret, { location: elsewhere(), ...hidden }, status));
  return [
    ['hangs before its headers', hangs, unavailable],
    ['hangs within its headers', says(Buffer.from('HTTP/1.1 200 OK\r\ncontent-')), unavailable],
    ['hangs after its headers', says(head('200 OK\r\ncontent-length: 50')), unavailable],
    [
      'hangs within its body',
      says(Buffer.concat([head('200 OK\r\ncontent-length: 500'), Buffer.from(secretBody)])),
      unavailable,
    ],
    [
      'hangs after a chunk',
      says(Buffer.concat([head('200 OK\r\ntransfer-encoding: chunked'), Buffer.from('5\r\n{"dat\r\n')])),
      unavailable,
    ],
    ['trickles', trickles, unavailable],
    ['floods', floods, unavailable],
    ['promises 100 GB', says(head('200 OK\r\ncontent-length: 107374182400')), unavailable],
    ['hangs up without a word', then('', 'end'), unavailable],
    ['resets before its headers', (socket) => void socket.resetAndDestroy(), unavailable],
    [
      'resets within its body',
      then(
        Buffer.concat([head('200 OK\r\ncontent-length: 500'), Buffer.from(secretBody)]),
        'resetAndDestroy',
      ),
      unavailable,
    ],
    [
      'ends within its body',
      then(Buffer.concat([head('200 OK\r\ncontent-length: 500'), Buffer.from(secretBody)]), 'end'),
      unavailable,
    ],
    [
      'says more than its length',
      then(httpAnswer(`${goodBody}${secret}`, { 'content-length': 5 }), 'end'),
      unfit,
    ],
    ['says two lengths', says(httpAnswer(secretBody, { 'Content-Length ': 3 })), unavailable],
    [
      'says a length and chunks',
      says(httpAnswer(secretBody, { 'transfer-encoding': 'chunked' })),
      unavailable,
    ],
    [
      'says chunks of no size',
      says(httpAnswer(`zz\r\n${secretBody}`, { 'content-length': '', 'transfer-encoding': 'chunked' })),
      unavailable,
    ],
    [
      'answers with 500 and a page',
      says(httpAnswer(`<h1>${secret}</h1>`, { 'content-type': 'text/html', ...hidden }, '500 Oops')),
      unavailable,
    ],
    ['answers with 500 and right JSON', says(httpAnswer(secretBody, hidden, '500 Oops')), unavailable],
    [
      'answers with 503 and a time',
      says(httpAnswer('', { 'retry-after': 100_000, ...hidden }, '503 Busy')),
      unavailable,
    ],
    [
      'answers with 407',
      says(httpAnswer(secret, { 'proxy-authenticate': 'Basic', ...hidden }, '407 No')),
      unfit,
    ],
    ['answers with 204', says(head('204 No Content')), unfit],
    ['answers with nothing', says(httpAnswer('')), unfit],
    ['answers with 304', says(head('304 Not Modified')), unfit],
    ['answers with half of its JSON', says(httpAnswer(secretBody.slice(0, -9))), unfit],
    ['answers with JSON and more', says(httpAnswer(`${secretBody}{"data":1}`)), unfit],
    ['redirects with 301', redirects('301 Moved'), unfit],
    ['redirects with 302', redirects('302 Found'), unfit],
    ['redirects with 307', redirects('307 Elsewhere'), unfit],
    ['redirects with 308', redirects('308 Elsewhere'), unfit],
    ['sends huge headers', says(httpAnswer(secretBody, { 'x-secret': 'x'.repeat(100_000) })), unavailable],
    [
      'sends many headers',
      says(
        httpAnswer(
          secretBody,
          Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`x-${index}`, 'secret'])),
        ),
      ),
      unavailable,
    ],
    ['sends headers that are none', says(Buffer.from(`HTTP/1.1 200 OK\r\n${secret}\r\n\r\n{}`)), unavailable],
    ['sends a status that is none', says(Buffer.from('HTTP/1.1 9999 OK\r\n\r\n{}')), unavailable],
    ['speaks another language', says(Buffer.from('SSH-2.0-OpenSSH_9.9\r\n')), unavailable],
    [
      'sends bytes of no kind',
      says(Buffer.from(Array.from({ length: 4_096 }, (_, index) => (index * 31) % 256))),
      unavailable,
    ],
    [
      'changes the protocol',
      says(head('101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: secret')),
      unavailable,
    ],
    ['wants the request to go on', says(head('100 Continue')), unavailable],
    ['sends gzip that is none', says(httpAnswer(secretBody, { 'content-encoding': 'gzip' })), unavailable],
    [
      'sends half of its gzip',
      says(httpAnswer(gzipSync(secretBody).subarray(0, -12), { 'content-encoding': 'gzip' })),
      unavailable,
    ],
    ['sends gzip of nothing', says(httpAnswer('', { 'content-encoding': 'gzip' })), unavailable],
    ['sends br that is none', says(httpAnswer(secretBody, { 'content-encoding': 'br' })), unavailable],
    [
      'packs in a way that was not offered',
      says(httpAnswer(deflateSync(secretBody), { 'content-encoding': 'deflate' })),
      unavailable,
    ],
    [
      'packs in a way that there is not',
      says(httpAnswer(secretBody, { 'content-encoding': 'secret' })),
      unavailable,
    ],
    [
      'packs twice',
      says(httpAnswer(gzipSync(gzipSync(secretBody)), { 'content-encoding': 'gzip, gzip' })),
      unavailable,
    ],
  ];
}
