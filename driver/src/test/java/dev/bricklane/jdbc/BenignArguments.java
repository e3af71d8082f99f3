package dev.bricklane.jdbc;

import java.lang.reflect.Method;

/** Arguments that no method has a reason to refuse: null, zero and one. */
final class BenignArguments {
  private BenignArguments() {}

  static Object[] of(Method method) {
    Class<?>[] types = method.getParameterTypes();
    Object[] arguments = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      arguments[i] = of(types[i]);
    }
    return arguments;
  }

  private static Object of(Class<?> type) {
    if (!type.isPrimitive()) {
      return null;
    }
    return switch (type.getName()) {
      case "boolean" -> false;
      case "byte" -> (byte) 1;
      case "short" -> (short) 1;
      case "int" -> 1;
      case "long" -> 1L;
      case "float" -> 1f;
      default -> 1.0;
    };
  }
}
