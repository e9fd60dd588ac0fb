import {execFileSync} from 'node:child_process';

const names = ['net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem'];
const sysctl = (...args: string[]): string => execFileSync('sysctl', args, {encoding: 'utf8'}).trim();

/**
 * Lets the kernel keep no more than some kilobytes of a connection, as on a slow line; on loopback it takes megabytes at once, and nothing
 * of a transfer can be seen. Needs root. Answers how to put the buffers back.
 */
export function shrinkKernelBuffers(): () => void {
  const before = names.map((name) => [name, sysctl('-n', name)] as const);
  for (const name of names) sysctl('-qw', `${name}=4096 16384 65536`);
  return () => {
    for (const [name, value] of before) sysctl('-qw', `${name}=${value}`);
  };
}
