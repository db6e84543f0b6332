import { openQuotas } from '#gateway/quota/quotas.ts';
import { openRedis } from '#gateway/redis.ts';

// A gateway's worth of quotas in a process of its own: takes as often as it is told, and says how often it could.

const [url = '', times = '0'] = process.argv.slice(2);
// On a busy machine a reply can take longer than the usual bound, and then each would count alone.
const redis = openRedis(url, { boundMs: 20_000 });
while (!(await redis.ping())) await new Promise((resolve) => setTimeout(resolve, 10));
const rules = { requests: [{ perHour: 50 }], subjectsPerHour: { default: 20 } };
const quotas = openQuotas(rules, { kind: 'redis', redis, key: Buffer.alloc(32, 7) });

const tries = Array.from({ length: Number(times) }, (_, index) =>
  quotas
    .take({
      clerk: 'one',
      roles: [],
      unit: 'unit',
      matter: null,
      departments: index % 2 === 0 ? ['tax'] : [],
      subjects: index % 2 === 0 ? [] : [`subject ${index} of ${process.pid}`],
    })
    .then(
      () => (index % 2 === 0 ? 'request' : 'subject'),
      () => 'refused',
    ),
);
const taken = await Promise.all(tries);
const count = (what: string) => taken.filter((each) => each === what).length;
process.stdout.write(JSON.stringify([count('request'), count('subject')]));
redis.close();
