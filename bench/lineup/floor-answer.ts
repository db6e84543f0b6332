// The floor of HTTP alone: reads a request, writes the prepared answer.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [answerFile = '', port] = process.argv.slice(2);
const answer = readFileSync(answerFile);
const headers = { 'content-type': 'application/json; charset=utf-8', 'content-length': answer.length };

createServer((incoming, outgoing) => {
  incoming.resume().on('end', () => {
    outgoing.writeHead(200, headers);
    outgoing.end(answer);
  });
}).listen(Number(port), '127.0.0.1');
