package dev.bricklane.scripting;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.codehaus.groovy.runtime.InvokerHelper;
import org.jspecify.annotations.Nullable;

/** The properties of a record or class, in the order in which they are written, and its maker. */
final class ClassFields {
  private final Class<?> type;
  private final Map<String, Type> types;
  private final boolean immutable;

  private ClassFields(Class<?> type, Map<String, Type> types, boolean immutable) {
    this.type = type;
    this.types = types;
    this.immutable = immutable;
  }

  static ClassFields of(Class<?> type) {
    Map<String, Type> types = new LinkedHashMap<>();
    if (type.isRecord()) {
      for (RecordComponent component : type.getRecordComponents()) {
        types.put(component.getName(), component.getGenericType());
      }
      return new ClassFields(type, types, true);
    }
    boolean immutable = true;
    Deque<Class<?>> classes = new ArrayDeque<>();
    for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
      classes.push(c);
    }
    for (Class<?> declaring : classes) {
      for (Field field : declaring.getDeclaredFields()) {
        if (isProperty(field)) {
          types.put(field.getName(), field.getGenericType());
          immutable &= Modifier.isFinal(field.getModifiers());
        }
      }
    }
    return new ClassFields(type, types, immutable);
  }

  private static boolean isProperty(Field field) {
    int modifiers = field.getModifiers();
    // Groovy's own fields have a $ in their names, are synthetic, or hold the meta class.
    return !Modifier.isStatic(modifiers)
        && !Modifier.isTransient(modifiers)
        && !field.isSynthetic()
        && field.getName().indexOf('$') < 0
        && !field.getName().equals("metaClass");
  }

  /** Returns the properties' types by their names. */
  Map<String, Type> types() {
    return types;
  }

  /** Returns the values of an object's properties by their names, those that others may read. */
  static Map<String, @Nullable Object> values(Object object) {
    Class<?> type = object.getClass();
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (String name : of(type).types.keySet()) {
      String capital = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
      Set<String> readers =
          type.isRecord() ? Set.of(name) : Set.of("get" + capital, "is" + capital);
      for (Method method : type.getMethods()) {
        if (readers.contains(method.getName()) && method.getParameterCount() == 0) {
          values.put(name, InvokerHelper.invokeMethod(object, method.getName(), new Object[0]));
          break;
        }
      }
    }
    return values;
  }

  /**
   * Makes an object.
   *
   * @param values by the properties' names
   * @throws IllegalArgumentException if its constructor or a setter throws
   */
  Object make(Map<String, @Nullable Object> values) {
    Map<String, @Nullable Object> fitting = new LinkedHashMap<>();
    values.forEach((name, value) -> fitting.put(name, fit(value, types.get(name))));
    try {
      if (type.isRecord()) {
        Class<?>[] parameters =
            Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        return open(type.getDeclaredConstructor(parameters))
            .newInstance(fitting.values().toArray());
      }
      Constructor<?> ofMap = constructor(Map.class);
      Constructor<?> ofNothing = constructor();
      if (ofNothing == null || (ofMap != null && immutable)) {
        // What Groovy's @Immutable and @MapConstructor make.
        return open(ofMap == null ? type.getDeclaredConstructor(Map.class) : ofMap)
            .newInstance(fitting);
      }
      Object made = open(ofNothing).newInstance();
      fitting.forEach((name, value) -> InvokerHelper.setProperty(made, name, value));
      return made;
    } catch (InvocationTargetException e) {
      Throwable cause = e.getTargetException();
      throw new IllegalArgumentException(
          type.getSimpleName() + " refuses its values: " + cause.getMessage(), cause);
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(
          type.getName() + " needs a constructor without arguments, or one that takes a Map", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("No " + type.getName() + " can be made", e);
    }
  }

  private @Nullable Constructor<?> constructor(Class<?>... parameters) {
    return Arrays.stream(type.getDeclaredConstructors())
        .filter(constructor -> Arrays.equals(constructor.getParameterTypes(), parameters))
        .findFirst()
        .orElse(null);
  }

  private static Constructor<?> open(Constructor<?> constructor) {
    constructor.trySetAccessible();
    return constructor;
  }

  /** Returns a value as its property wants it: lists are sets, arrays or optional values too. */
  private static @Nullable Object fit(@Nullable Object value, @Nullable Type declared) {
    Class<?> raw =
        declared instanceof ParameterizedType generic
            ? (Class<?>) generic.getRawType()
            : declared instanceof Class<?> plain ? plain : Object.class;
    if (raw == Optional.class) {
      return Optional.ofNullable(value);
    }
    if (value instanceof List<?> list && raw.isArray()) {
      Object array = java.lang.reflect.Array.newInstance(raw.getComponentType(), list.size());
      for (int i = 0; i < list.size(); i++) {
        java.lang.reflect.Array.set(array, i, list.get(i));
      }
      return array;
    }
    return value instanceof Collection<?> several && raw == Set.class
        ? new LinkedHashSet<>(several)
        : value;
  }
}
