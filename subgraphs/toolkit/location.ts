import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Where a department's register is: `TONGCHA_REGISTER_<NAME>` (postgres://… or a file), else
 * `<TONGCHA_REGISTERS>/<name>.sqlite`, else `var/registers/<name>.sqlite` in this house.
 */
export function registerLocation(
  name: string,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const own = environment[`TONGCHA_REGISTER_${name.toUpperCase().replaceAll('-', '_')}`];
  return own ?? join(environment['TONGCHA_REGISTERS'] ?? defaultFolder, `${name}.sqlite`);
}

const defaultFolder = fileURLToPath(new URL('../../var/registers', import.meta.url));
