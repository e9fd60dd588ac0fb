import type {Plugin} from 'vite';

const advice =
  'cos-uploader: trusted-types of this page does not list "lit-html", so <cos-uploader> cannot be drawn. All that draws nothing works.';

/**
 * lit asks for its Trusted Types policy as it is imported. Where a list leaves that out, the import would throw, and with it all else of the
 * one file; so there is no policy then, and the console says why.
 */
export const litPolicyOptional = (): Plugin => ({
  name: 'lit-policy-optional',
  transform(code, id) {
    if (!/\/lit-html\/lit-html\.js$/.test(id)) return undefined;
    const asking = /\b\w+\.createPolicy\("lit-html",\{[^}]*\}\)/;
    if (!asking.test(code)) throw new Error('lit asks for its policy in another way.');
    return {
      code: code.replace(
        asking,
        (call) => `(()=>{try{return ${call}}catch{console.error(${JSON.stringify(advice)})}})()`,
      ),
      map: null,
    };
  },
});
