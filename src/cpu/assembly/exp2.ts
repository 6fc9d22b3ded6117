// Powers of two and the hyperbolic tangent of four lanes.

import { madd } from './madd';

/**
 * 2^x within 2 units in the last place (src/cpu/exp2.test.ts); 0 below 2^-126, which minus infinity is, and
 * 2^127 at most. 2^x = 2^n 2^f with n whole and |f| <= 1/2; 2^f is the polynomial of degree 6 whose largest relative
 * error is least, 2.0e-9.
 */
export function exp2(x: v128): v128 {
  const normal = f32x4.ge(x, f32x4.splat(-126));
  const clamped = f32x4.min(f32x4.max(x, f32x4.splat(-126)), f32x4.splat(127));
  const whole = f32x4.nearest(clamped);
  const f = f32x4.sub(clamped, whole);
  let sum = madd(f, f32x4.splat(0.00015353362060420775), f32x4.splat(0.001339887458848471));
  sum = madd(f, sum, f32x4.splat(0.009618437358499102));
  sum = madd(f, sum, f32x4.splat(0.05550332470702157));
  sum = madd(f, sum, f32x4.splat(0.24022647913611014));
  sum = madd(f, sum, f32x4.splat(0.6931472028552523));
  sum = madd(f, sum, f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(whole), i32x4.splat(127)), 23);
  return v128.and(normal, f32x4.mul(sum, power));
}

/** 2^x of one number. */
export function exp2One(x: f32): f32 {
  return f32x4.extract_lane(exp2(f32x4.splat(x)), 0);
}

/** tanh x: near 0 Cephes' polynomial (tanhf, Moshier 1989), elsewhere 1 - 2 / (e^2|x| + 1). */
export function tanh(x: v128): v128 {
  const size = f32x4.abs(x);
  const z = f32x4.mul(x, x);
  let sum = madd(z, f32x4.splat(-5.70498872745e-3), f32x4.splat(2.06390887954e-2));
  sum = madd(z, sum, f32x4.splat(-5.37397155531e-2));
  sum = madd(z, sum, f32x4.splat(1.33314422036e-1));
  sum = madd(z, sum, f32x4.splat(-3.33332819422e-1));
  const near = madd(f32x4.mul(z, sum), x, x);
  const power = exp2(f32x4.mul(size, f32x4.splat(2.8853900817779268)));
  const far = f32x4.sub(
    f32x4.splat(1),
    f32x4.div(f32x4.splat(2), f32x4.add(power, f32x4.splat(1))),
  );
  const sign = v128.and(x, i32x4.splat(0x80000000));
  return v128.bitselect(near, v128.or(far, sign), f32x4.lt(size, f32x4.splat(0.625)));
}
