import '../../../../src/define.js';
import {appearing, type Mount} from '../widget.js';

export const mount: Mount = async ({cos, bucket, region, prefix}) => {
  const element = document.createElement('cos-uploader');
  Object.assign(element, {
    bucket,
    region,
    endpoint: cos,
    credentialsUrl: `${cos}/-/sts`,
    keyPrefix: `${prefix}/`,
  });
  element.setAttribute('multiple', '');
  document.querySelector('#place')!.append(element);
  const input = await appearing(() =>
    element.shadowRoot?.querySelector<HTMLInputElement>('input[type=file]'),
  );
  return {
    input,
    hasRow: () => element.shadowRoot?.querySelector('[role=row][data-id]') !== null,
    done: () => element.totals.done,
  };
};
