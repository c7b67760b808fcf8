/* The functions of ucrtbase that Wine 8 only declares: numpy and CTranslate2 call them.
 *
 * Windows passes a complex float in one register and a complex double by address, so they are
 * written without the compiler's own complex types.
 */
#include <math.h>
#include <string.h>

#define SHARED __declspec(dllexport)

typedef unsigned long long packed;
typedef struct { float real, imaginary; } single;
typedef struct { double real, imaginary; } twofold;

static single unpack(packed number) {
    single value;
    memcpy(&value, &number, sizeof value);
    return value;
}

SHARED float egv_crealf(packed z) { return unpack(z).real; }
SHARED float egv_cimagf(packed z) { return unpack(z).imaginary; }
SHARED float egv_cabsf(packed z) { return hypotf(unpack(z).real, unpack(z).imaginary); }
SHARED float egv_cargf(packed z) { return atan2f(unpack(z).imaginary, unpack(z).real); }
SHARED double egv_creal(const twofold *z) { return z->real; }
SHARED double egv_cimag(const twofold *z) { return z->imaginary; }
SHARED double egv_cabs(const twofold *z) { return hypot(z->real, z->imaginary); }
SHARED double egv_carg(const twofold *z) { return atan2(z->imaginary, z->real); }
SHARED float egv_logbf(float x) { return logbf(x); }
