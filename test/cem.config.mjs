/** What custom-elements.json and the editors' data are made from: the three public elements, not their parts. */
import { jsxTypesPlugin } from '@wc-toolkit/jsx-types';
import { customElementJetBrainsPlugin } from 'custom-element-jet-brains-integration';
import { customElementSveltePlugin } from 'custom-element-svelte-integration';
import { customElementVsCodePlugin } from 'custom-element-vs-code-integration';
import { customElementVuejsPlugin } from 'custom-element-vuejs-integration';

/** The tag is the file's name, as in elements/xmpp-room.ts: registration stands elsewhere. Readers have dist, not src. */
const tagFromFile = () => ({
  name: 'tag-from-file',
  packageLinkPhase({ customElementsManifest: { modules } }) {
    for (const module of modules) {
      const [, tag] = module.path.match(/elements\/(xmpp-(?!element)\w+)\.ts$/) ?? [];
      for (const declaration of module.declarations) {
        delete declaration.customElement;
        if (tag && declaration.kind === 'class') Object.assign(declaration, { customElement: true, tagName: tag });
      }
      module.path = built(module.path);
      for (const { declaration } of module.exports) declaration.module = built(declaration.module);
    }
  },
});

const built = (path) => path.replace(/^src\/(.*)\.ts$/, 'dist/esm/$1.js');

const outdir = 'dist/types';
const componentTypePath = (_name, tag) => `./elements/${tag}.js`;

export default {
  globs: ['src/elements/*.ts'],
  outdir: '.',
  litelement: true,
  packagejson: false,
  plugins: [
    tagFromFile(),
    customElementVsCodePlugin({ outdir }),
    customElementJetBrainsPlugin({ outdir, packageJson: false }),
    customElementVuejsPlugin({ outdir, fileName: 'vue.d.ts', componentTypePath }),
    customElementSveltePlugin({ outdir, fileName: 'svelte.d.ts', componentTypePath }),
    jsxTypesPlugin({ outdir, fileName: 'jsx.d.ts', componentTypePath }),
  ],
};
