import {transformSync} from 'esbuild';
import type {Plugin} from 'vite';

/** Takes blanks and comments out of the styles, which no minifier of scripts does. */
export function plainStyles(): Plugin {
  return {
    name: 'plain-styles',
    enforce: 'pre',
    transform: {
      filter: {id: /src\/element\/.*\.ts$/, code: 'css`'},
      handler: (code) => ({
        code: code.replace(
          /css`([^`$]*)`/g,
          (_all, styles: string) =>
            `css\`${withoutBlanks(transformSync(styles, {loader: 'css', minify: true, target: 'esnext'}).code)}\``,
        ),
        map: null,
      }),
    },
  };
}

/** The minifier leaves the blanks in the values of custom properties. */
const withoutBlanks = (styles: string): string =>
  styles.trim().replace(/(--[\w-]+:) ([^;}]+)/g, (_all, name: string, value: string) => {
    const plain = value.replace(/([,(]) | (?=\))/g, '$1');
    return name + plain;
  });
